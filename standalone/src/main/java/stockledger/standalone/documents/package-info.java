/** The MongoDB stand-in: a server of MongoDB's protocol whose documents are kept on disk by RocksDB. */
@NullMarked
package stockledger.standalone.documents;

import org.jspecify.annotations.NullMarked;
