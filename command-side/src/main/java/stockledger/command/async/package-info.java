/** Single commands whose callers do not wait: stored as a job, executed by a worker, answered in the job. */
@NullMarked
package stockledger.command.async;

import org.jspecify.annotations.NullMarked;
