/** HTTP infrastructure shared by all commands: If-Match, idempotency keys, body limits, and how errors become problems. */
@NullMarked
package stockledger.command.http;

import org.jspecify.annotations.NullMarked;
