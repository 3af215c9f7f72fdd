/** A shop's goods as they might be: tens of thousands of articles, in categories, some asked for far more than others. */
@NullMarked
package stockledger.trials.catalog;

import org.jspecify.annotations.NullMarked;
