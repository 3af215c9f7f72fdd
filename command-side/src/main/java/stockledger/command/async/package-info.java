/** Single commands whose callers do not wait for the answer: each is stored as a job of one command, which a worker executes and answers. */
@NullMarked
package stockledger.command.async;

import org.jspecify.annotations.NullMarked;
