/** Queries of product lists, search and facets, answered from the list index or from MongoDB. */
@NullMarked
package stockledger.query.listing;

import org.jspecify.annotations.NullMarked;
