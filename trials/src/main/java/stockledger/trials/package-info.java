/** The command line of the trials, which know the service over HTTP only. */
@NullMarked
package stockledger.trials;

import org.jspecify.annotations.NullMarked;
