/** The rules of the house, each held by a test and each test proven by a violation planted for it. */
@NullMarked
package stockledger.house;

import org.jspecify.annotations.NullMarked;
