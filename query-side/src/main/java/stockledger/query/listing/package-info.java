/** Product lists, search and facets. */
@NullMarked
package stockledger.query.listing;

import org.jspecify.annotations.NullMarked;
