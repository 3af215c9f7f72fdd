/** Products as the catalog decides about them. */
@NullMarked
package stockledger.command.catalog;

import org.jspecify.annotations.NullMarked;
