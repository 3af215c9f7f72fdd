/** The side that decides: the door through which others start it. */
@NullMarked
package stockledger.command;

import org.jspecify.annotations.NullMarked;
