/** Asks the service over HTTP as a patient shop does: repeats what is safe, keeps tokens, and times every answer. */
@NullMarked
package stockledger.trials.http;

import org.jspecify.annotations.NullMarked;
