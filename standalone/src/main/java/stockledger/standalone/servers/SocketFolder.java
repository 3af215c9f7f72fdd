package stockledger.standalone.servers;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.springframework.util.FileSystemUtils;

/**
 * The folder of the Unix sockets of PostgreSQL and Redis. Only its owner may enter it, so no other user of the machine can
 * connect, and none can listen in place of a server that has ended. It is in the data folder, or in the system's temporary
 * folder when the path in the data folder is longer than a socket's may be (107 bytes on Linux) or its file system has no
 * sockets.
 */
final class SocketFolder implements AutoCloseable {

    private static final String NAME = "sockets";

    /** Longer than the names of the servers' sockets. */
    private static final String PROBE = ".probe-of-socket";

    private final Path path;

    private SocketFolder(Path path) {
        this.path = path;
    }

    static SocketFolder create(DataFolder data) throws IOException {
        Path own = data.resolve(NAME);
        // Also replaces one that others may enter.
        FileSystemUtils.deleteRecursively(own);
        PrivateFiles.folder(own);
        if (accepts(own)) {
            return new SocketFolder(own);
        }
        FileSystemUtils.deleteRecursively(own);
        Path temporary = Files.createTempDirectory("stockledger-");
        if (!accepts(temporary)) {
            FileSystemUtils.deleteRecursively(temporary);
            throw new StartFailedException("neither the data folder nor " + temporary.getParent()
                    + " can have Unix sockets; choose a shorter path or another file system");
        }
        return new SocketFolder(temporary);
    }

    private static boolean accepts(Path folder) throws IOException {
        Path probe = folder.resolve(PROBE);
        try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            server.bind(UnixDomainSocketAddress.of(probe));
            return true;
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        } finally {
            Files.deleteIfExists(probe);
        }
    }

    Path path() {
        return path;
    }

    /** Deletes a socket, and its lock, that a killed server left. */
    void deleteStale(String name) throws IOException {
        Files.deleteIfExists(path.resolve(name + ".lock"));
        Files.deleteIfExists(path.resolve(name));
    }

    @Override
    public void close() throws IOException {
        FileSystemUtils.deleteRecursively(path);
    }
}
