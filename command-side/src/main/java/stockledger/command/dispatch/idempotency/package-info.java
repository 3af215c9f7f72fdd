/** Idempotency as every aggregate has it: a request sent again with its key, or a row of a job, is executed once. */
@NullMarked
package stockledger.command.dispatch.idempotency;

import org.jspecify.annotations.NullMarked;
