/** Generated catalogs of up to many thousands of articles, and a Zipf distribution of their popularity. */
@NullMarked
package stockledger.trials.catalog;

import org.jspecify.annotations.NullMarked;
