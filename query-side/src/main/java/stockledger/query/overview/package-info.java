/** The overview of this process: requests, caches, errors, projections, jobs and stores, and what is to be done next. */
@NullMarked
package stockledger.query.overview;

import org.jspecify.annotations.NullMarked;
