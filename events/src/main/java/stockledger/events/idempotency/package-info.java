/** Events of idempotency keys. */
@NullMarked
package stockledger.events.idempotency;

import org.jspecify.annotations.NullMarked;
