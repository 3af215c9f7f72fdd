/** Answers about the past: compared with an independent fold of the exported events, and how fast they are on a long stream. */
@NullMarked
package stockledger.trials.history;

import org.jspecify.annotations.NullMarked;
