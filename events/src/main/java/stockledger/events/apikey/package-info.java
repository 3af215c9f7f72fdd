/** Events of the API keys. */
@NullMarked
package stockledger.events.apikey;

import org.jspecify.annotations.NullMarked;
