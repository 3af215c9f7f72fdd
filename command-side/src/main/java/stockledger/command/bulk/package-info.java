/** Work that is accepted now and done later: many rows, or one request, by whichever instance has time. */
@NullMarked
package stockledger.command.bulk;

import org.jspecify.annotations.NullMarked;
