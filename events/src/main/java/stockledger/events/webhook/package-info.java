/** Events of webhooks: where events are delivered to, and which. */
@NullMarked
package stockledger.events.webhook;

import org.jspecify.annotations.NullMarked;
