/** Administration of the event store over HTTP: whether it is the one of the read models, and what its readers wait for. */
@NullMarked
package stockledger.query.eventstore;

import org.jspecify.annotations.NullMarked;
