package stockledger.standalone.documents;

import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.bson.Document;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.CompressionType;
import org.rocksdb.FlushOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.Status;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The documents of the stand-in in one folder, by table and key.
 *
 * <p>How it works: all tables are in one RocksDB, whose write-ahead log is one sequence. After a crash it contains the writes
 * up to some moment, those of all tables up to the same one, at most {@link #FLUSH_INTERVAL_MILLIS} before the crash (longer
 * ago when the operating system crashed). So a tracking token is never newer than the documents that were written before it.
 * Each block has a checksum; all are verified when a folder is opened. A folder in which damage is found later is marked, and
 * is not opened again.
 */
public final class DocumentStore implements AutoCloseable {

    static final long FLUSH_INTERVAL_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(DocumentStore.class);

    /** To be changed with the keys or values that this class and {@link Table} store. */
    private static final String FORMAT = "1";

    private static final String FORMAT_PROPERTY = "format";
    private static final String DAMAGED_FILE = "damaged";
    private static final int PROPERTIES = 0;
    private static final int TABLES = 1;
    private static final int FIRST_TABLE = 2;

    private static final long BLOCK_CACHE_BYTES = 32L << 20;
    private static final long WRITE_BUFFER_BYTES = 16L << 20;
    private static final long MAX_LOG_BYTES = 1L << 20;
    private static final int BLOOM_BITS = 10;

    private final Path folder;
    private final Consumer<String> onFailure;
    private final Options options;
    private final LRUCache blockCache;
    private final BloomFilter filter;
    private final RocksDB database;
    private final ScheduledExecutorService flusher;
    private final AtomicBoolean unflushed = new AtomicBoolean();
    private final AtomicBoolean failed = new AtomicBoolean();

    /** Operations hold the read lock, since an access to a closed RocksDB ends the process. */
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();

    private final DecodedDocuments decoded = new DecodedDocuments();
    private boolean closed;

    /** A stored key of a table, without the table's prefix, and its value. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Entry(byte[] key, byte[] value) {}

    private DocumentStore(Path folder, Consumer<String> onFailure) throws RocksDBException {
        this.folder = folder;
        this.onFailure = onFailure;
        this.blockCache = new LRUCache(BLOCK_CACHE_BYTES);
        this.filter = new BloomFilter(BLOOM_BITS);
        this.options = new Options()
                .setCreateIfMissing(true)
                .setManualWalFlush(true)
                .setWriteBufferSize(WRITE_BUFFER_BYTES)
                .setCompressionType(CompressionType.LZ4_COMPRESSION)
                .setTableFormatConfig(
                        new BlockBasedTableConfig().setBlockCache(blockCache).setFilterPolicy(filter))
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setMaxLogFileSize(MAX_LOG_BYTES)
                .setKeepLogFileNum(2)
                .setStatsDumpPeriodSec(0);
        try {
            this.database = RocksDB.open(options, folder.toString());
        } catch (RocksDBException e) {
            closeOptions();
            throw e;
        }
        this.flusher = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "documents-flush");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Loads RocksDB's native library, once per process.
     *
     * @param libraries the folder that contains it
     */
    public static void loadLibrary(Path libraries) {
        RocksDB.loadLibrary(List.of(libraries.toString()));
    }

    /**
     * Opens a folder, or creates an empty store in it.
     *
     * @param onFailure called with a reason, at most once, when files cannot be read or written any more
     * @throws DamagedStoreException when its files are damaged, or were written in another format
     */
    public static DocumentStore open(Path folder, Consumer<String> onFailure) throws DamagedStoreException {
        if (Files.exists(folder.resolve(DAMAGED_FILE))) {
            throw new DamagedStoreException("damage was found in them before");
        }
        DocumentStore store = null;
        try {
            store = new DocumentStore(folder, onFailure);
            store.database.verifyChecksum();
            store.prepare();
        } catch (RocksDBException e) {
            closeQuietly(store);
            throw new DamagedStoreException("they cannot be read: " + e.getMessage(), e);
        } catch (DamagedStoreException e) {
            closeQuietly(store);
            throw e;
        }
        return store;
    }

    private static void closeQuietly(@Nullable DocumentStore store) {
        if (store != null) {
            store.close();
        }
    }

    private void prepare() throws DamagedStoreException {
        String format = property(FORMAT_PROPERTY);
        if (format == null) {
            putProperty(FORMAT_PROPERTY, FORMAT);
        } else if (!format.equals(FORMAT)) {
            throw new DamagedStoreException("their format is " + format + ", this version's is " + FORMAT);
        }
        flusher.scheduleWithFixedDelay(
                this::flush, FLUSH_INTERVAL_MILLIS, FLUSH_INTERVAL_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** A backend of the MongoDB server on this store. The store is closed by its owner, not by the backend. */
    public MongoBackend backend() {
        return new DocumentBackend(this);
    }

    /** Whether no collection was ever created. */
    public boolean isEmpty() {
        return page(TABLES, null, 1).isEmpty();
    }

    /** The documents of all collections whose name ends so. */
    public List<Document> documentsOf(String suffix) {
        List<Document> documents = new ArrayList<>();
        tables(suffix).forEach(table -> table.forEach(one -> documents.add(one.getDocument())));
        return documents;
    }

    /** Replaces the documents of all collections whose name ends so; their ids must not change. */
    public void replaceDocumentsOf(String suffix, UnaryOperator<Document> change) {
        tables(suffix)
                .forEach(table ->
                        table.forEach(one -> table.replace(one.getPosition(), change.apply(one.getDocument()))));
    }

    private List<Table> tables(String suffix) {
        return page(TABLES, null, Integer.MAX_VALUE).stream()
                .filter(table -> new String(table.key(), StandardCharsets.UTF_8).endsWith(suffix))
                .map(table -> new Table(this, ByteBuffer.wrap(table.value()).getInt(), decoded))
                .toList();
    }

    /** A value that was stored beside the documents; null if there is none. */
    public @Nullable String property(String name) {
        byte[] value = get(PROPERTIES, name.getBytes(StandardCharsets.UTF_8));
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** Stores a value durably, together with everything that was written before. */
    public void putProperty(String name, String value) {
        put(PROPERTIES, name.getBytes(StandardCharsets.UTF_8), value.getBytes(StandardCharsets.UTF_8));
        run(() -> database.flushWal(true));
    }

    /** The table of this name, created if it does not exist. */
    synchronized Table table(String name) {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        byte[] found = get(TABLES, key);
        if (found != null) {
            return new Table(this, ByteBuffer.wrap(found).getInt(), decoded);
        }
        int next = FIRST_TABLE;
        String last = property("last-table");
        if (last != null) {
            next = Integer.parseInt(last) + 1;
        }
        putProperty("last-table", Integer.toString(next));
        put(TABLES, key, ByteBuffer.allocate(Integer.BYTES).putInt(next).array());
        return new Table(this, next, decoded);
    }

    /** The number of the table of this name, created if it does not exist. */
    int tableId(String name) {
        return table(name).id();
    }

    /** Removes a table and its documents. */
    synchronized void drop(String name) {
        byte[] key = name.getBytes(StandardCharsets.UTF_8);
        byte[] found = get(TABLES, key);
        if (found != null) {
            int id = ByteBuffer.wrap(found).getInt();
            run(() -> {
                database.delete(prefixed(TABLES, key));
                database.deleteRange(prefixed(id, new byte[0]), prefixed(id + 1, new byte[0]));
            });
            decoded.removeTable(id);
            unflushed.set(true);
        }
    }

    byte @Nullable [] get(int table, byte[] key) {
        return call(() -> database.get(prefixed(table, key)));
    }

    boolean contains(int table, byte[] key) {
        return call(() -> database.keyExists(prefixed(table, key)));
    }

    void put(int table, byte[] key, byte[] value) {
        run(() -> database.put(prefixed(table, key), value));
        unflushed.set(true);
    }

    /**
     * A key that is written or removed.
     *
     * @param value null when it is removed
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Change(int table, byte[] key, byte @Nullable [] value) {}

    /** Writes all of them or, after a crash, none. */
    void write(List<Change> changes) {
        run(() -> {
            try (WriteBatch batch = new WriteBatch();
                    WriteOptions standard = new WriteOptions()) {
                for (Change change : changes) {
                    byte[] key = prefixed(change.table(), change.key());
                    byte[] value = change.value();
                    if (value == null) {
                        batch.delete(key);
                    } else {
                        batch.put(key, value);
                    }
                }
                database.write(standard, batch);
            }
        });
        unflushed.set(true);
    }

    /** Reads with so many iterators, over the keys of all tables. */
    <T> T iterate(int count, Function<List<RocksIterator>, T> read) {
        return call(() -> {
            List<RocksIterator> iterators = new ArrayList<>();
            try {
                for (int i = 0; i < count; i++) {
                    iterators.add(database.newIterator());
                }
                T result = read.apply(iterators);
                for (RocksIterator iterator : iterators) {
                    iterator.status();
                }
                return result;
            } finally {
                iterators.forEach(RocksIterator::close);
            }
        });
    }

    void remove(int table, byte[] key) {
        run(() -> database.delete(prefixed(table, key)));
        unflushed.set(true);
    }

    /**
     * Entries of a table in the order of their keys.
     *
     * @param after the key after which the page begins; null for the first page
     */
    List<Entry> page(int table, byte @Nullable [] after, int limit) {
        byte[] prefix = prefixed(table, new byte[0]);
        return call(() -> {
            List<Entry> entries = new ArrayList<>();
            try (RocksIterator iterator = database.newIterator()) {
                byte[] start = after == null ? prefix : prefixed(table, after);
                iterator.seek(start);
                if (after != null && iterator.isValid() && Arrays.equals(iterator.key(), start)) {
                    iterator.next();
                }
                while (iterator.isValid() && entries.size() < limit) {
                    byte[] key = iterator.key();
                    if (!Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length)) {
                        break;
                    }
                    entries.add(new Entry(Arrays.copyOfRange(key, prefix.length, key.length), iterator.value()));
                    iterator.next();
                }
                iterator.status();
            }
            return entries;
        });
    }

    static byte[] prefixed(int table, byte[] key) {
        return ByteBuffer.allocate(Integer.BYTES + key.length)
                .putInt(table)
                .put(key)
                .array();
    }

    private void flush() {
        try {
            if (unflushed.getAndSet(false)) {
                run(() -> database.flushWal(false));
            }
        } catch (IllegalStateException e) {
            LOG.debug("the write-ahead log is not flushed", e);
        }
    }

    /** An operation of RocksDB. */
    @FunctionalInterface
    private interface Operation<T extends @Nullable Object> {
        T run() throws RocksDBException;
    }

    /** An operation of RocksDB without a result. */
    @FunctionalInterface
    private interface Write {
        void run() throws RocksDBException;
    }

    private void run(Write write) {
        call(() -> {
            write.run();
            return true;
        });
    }

    private <T extends @Nullable Object> T call(Operation<T> operation) {
        lock.readLock().lock();
        try {
            if (closed) {
                throw new IllegalStateException("the documents are closed");
            }
            return operation.run();
        } catch (RocksDBException e) {
            fail(e);
            throw new IllegalStateException("the documents cannot be read or written: " + e.getMessage(), e);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void fail(RocksDBException failure) {
        if (failed.getAndSet(true)) {
            return;
        }
        Status status = failure.getStatus();
        if (status != null && status.getCode() == Status.Code.Corruption) {
            try {
                Files.writeString(folder.resolve(DAMAGED_FILE), String.valueOf(failure.getMessage()));
            } catch (IOException e) {
                LOG.error("The damage of the read models in {} cannot be recorded: delete the folder", folder, e);
            }
        }
        onFailure.accept(String.valueOf(failure.getMessage()));
    }

    /** Writes everything to disk and closes the files. */
    @Override
    public void close() {
        flusher.shutdownNow();
        lock.writeLock().lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            try (FlushOptions wait = new FlushOptions().setWaitForFlush(true)) {
                database.flush(wait);
                database.flushWal(true);
            } catch (RocksDBException e) {
                LOG.warn(
                        "The read models were not written completely; missing events are folded again: {}",
                        e.getMessage());
            }
            database.close();
            closeOptions();
        } finally {
            lock.writeLock().unlock();
        }
    }

    private void closeOptions() {
        options.close();
        filter.close();
        blockCache.close();
    }
}
