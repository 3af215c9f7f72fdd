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
 * The data folder of one Stockledger process. It holds a file lock of the operating system, which is released when the
 * process ends, also when it is killed.
 */
final class DataFolder implements AutoCloseable {

    private static final String LOCK_FILE = "stockledger.lock";

    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /**
     * Creates the folder if it does not exist, and locks it.
     *
     * @throws StartFailedException when it cannot be written, or another process has locked it
     */
    static DataFolder lock(Path configured) {
        try {
            Path path = PrivateFiles.folder(configured).toRealPath();
            FileChannel channel = FileChannel.open(
                    path.resolve(LOCK_FILE),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                String holder = holder(channel);
                channel.close();
                throw new StartFailedException("the data folder " + path + " is in use by another Stockledger" + holder
                        + "; choose another folder with --stockledger.data-dir");
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DataFolder(path, channel);
        } catch (FileAlreadyExistsException e) {
            throw new StartFailedException("the data folder " + configured + " is not a folder", e);
        } catch (IOException e) {
            throw new StartFailedException(
                    "the data folder " + configured.toAbsolutePath() + " cannot be written: " + e, e);
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

    /** A file or folder in the data folder. */
    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
