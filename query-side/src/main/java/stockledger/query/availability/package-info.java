/** Can these SKUs be sold now? */
@NullMarked
package stockledger.query.availability;

import org.jspecify.annotations.NullMarked;
