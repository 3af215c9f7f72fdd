/** The options, exit codes and reports that the trials share. */
@NullMarked
package stockledger.trials.cli;

import org.jspecify.annotations.NullMarked;
