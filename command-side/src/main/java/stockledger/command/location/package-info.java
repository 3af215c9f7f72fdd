/** The locations that hold stock. */
@NullMarked
package stockledger.command.location;

import org.jspecify.annotations.NullMarked;
