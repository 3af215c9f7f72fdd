/** Seeded random requests from the API description, valid and malformed, none of which may cause a server error. */
@NullMarked
package stockledger.trials.fuzz;

import org.jspecify.annotations.NullMarked;
