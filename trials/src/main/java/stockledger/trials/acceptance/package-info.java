/** Plays a shop's real day through the service and checks every number it then tells against the file. */
@NullMarked
package stockledger.trials.acceptance;

import org.jspecify.annotations.NullMarked;
