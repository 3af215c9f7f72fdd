package stockledger.standalone.servers;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder that one Stockledger keeps everything in. It is locked for as long as the process lives: the lock is the
 * operating system's, so that it goes with the process however that ends.
 */
final class DataFolder implements AutoCloseable {

    private static final String LOCK = "stockledger.lock";

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Makes the folder if need be, and locks it.
     *
     * @throws CannotStart when it cannot be written, or another process has it
     */
    static DataFolder lock(Path wanted) {
        try {
            Path path = PrivateFiles.folder(wanted).toRealPath();
            FileChannel channel = FileChannel.open(
                    path.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String holder = holder(channel);
                channel.close();
                throw new CannotStart("the data folder " + path + " is in use by another Stockledger" + holder
                        + "; give this one a folder of its own with --stockledger.data-dir");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(path, channel);
        } catch (FileAlreadyExistsException e) {
            throw new CannotStart("the data folder " + wanted + " is not a folder", e);
        } catch (IOException e) {
            throw new CannotStart("the data folder " + wanted.toAbsolutePath() + " cannot be written: " + e, e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(20);
        channel.read(pid, 0);
        String number = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip();
        return number.isEmpty() ? "" : " (process " + number + ")";
    }

    /** A file or folder in this one. */
    Path at(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
