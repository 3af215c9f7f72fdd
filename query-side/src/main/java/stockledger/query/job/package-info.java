/** How far is work that is done later, and what of it failed? */
@NullMarked
package stockledger.query.job;

import org.jspecify.annotations.NullMarked;
