/** The command line of the trials, which see the service over HTTP only. */
@NullMarked
package stockledger.trials;

import org.jspecify.annotations.NullMarked;
