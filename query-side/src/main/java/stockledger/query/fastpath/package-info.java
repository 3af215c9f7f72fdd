/** Answers plain GET requests from the local cache in a servlet filter, before Spring MVC. */
@NullMarked
package stockledger.query.fastpath;

import org.jspecify.annotations.NullMarked;
