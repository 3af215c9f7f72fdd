/** What the HTTP of all commands shares: If-Match, idempotency keys, body limits, and how errors become problems. */
@NullMarked
package stockledger.command.http;

import org.jspecify.annotations.NullMarked;
