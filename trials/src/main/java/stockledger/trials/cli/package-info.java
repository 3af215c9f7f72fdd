/** What the trials share: options, exit codes, reports, and the processes that they start. */
@NullMarked
package stockledger.trials.cli;

import org.jspecify.annotations.NullMarked;
