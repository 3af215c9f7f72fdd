/** Reads pages, lists and availability hard, and says how near the service comes to the limit and how soon it shows a change. */
@NullMarked
package stockledger.trials.reads;

import org.jspecify.annotations.NullMarked;
