/** Tests of the architecture, the documents and the packaged jar; each rule is tested with a planted violation. */
@NullMarked
package stockledger.house;

import org.jspecify.annotations.NullMarked;
