/** Webhooks: queries of them, and the delivery of events to them from the event store, signed and in order. */
@NullMarked
package stockledger.query.webhook;

import org.jspecify.annotations.NullMarked;
