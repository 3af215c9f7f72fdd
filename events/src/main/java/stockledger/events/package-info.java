/** What all packages share: identifiers, money, the spelling of texts and consistency tokens. */
@NullMarked
package stockledger.events;

import org.jspecify.annotations.NullMarked;
