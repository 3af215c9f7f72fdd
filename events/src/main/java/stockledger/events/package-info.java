/** Value types that all packages share: identifiers, money and consistency tokens. */
@NullMarked
package stockledger.events;

import org.jspecify.annotations.NullMarked;
