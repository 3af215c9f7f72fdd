/** Queries of the progress and failed rows of background jobs. */
@NullMarked
package stockledger.query.job;

import org.jspecify.annotations.NullMarked;
