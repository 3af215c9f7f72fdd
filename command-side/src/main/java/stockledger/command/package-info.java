/** The command side: its Spring configuration and main class. */
@NullMarked
package stockledger.command;

import org.jspecify.annotations.NullMarked;
