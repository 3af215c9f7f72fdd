/** Which places hold stock? */
@NullMarked
package stockledger.query.location;

import org.jspecify.annotations.NullMarked;
