/** Products: their descriptions, prices and whether they are on sale. */
@NullMarked
package stockledger.command.catalog;

import org.jspecify.annotations.NullMarked;
