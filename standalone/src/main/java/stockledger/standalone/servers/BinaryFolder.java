package stockledger.standalone.servers;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.springframework.util.FileSystemUtils;
import org.tukaani.xz.XZInputStream;

/**
 * The folder of the unpacked server binaries. Each archive has a subfolder named by its digest, which is created
 * atomically, so that several processes may share the folder; an incomplete one is unpacked again. It must not be a folder
 * that other users may write, such as the system's temporary folder, because the binaries are executed.
 */
final class BinaryFolder {

    private static final String SIZE_FILE = "complete";
    private static final String TEMPORARY_PREFIX = ".unpacking-";
    private static final int DIGEST_LENGTH = 16;

    /** The system's temporary folder may forbid executable files. */
    private static final String NETTY_FOLDER = "io.netty.native.workdir";

    private final Path folder;

    BinaryFolder(Path folder) throws IOException {
        this.folder = PrivateFiles.folder(folder).toRealPath();
    }

    /** Netty unpacks its native library to this folder too, and deletes it when it is loaded. */
    void useForNetty() {
        if (System.getProperty(NETTY_FOLDER) == null) {
            System.setProperty(NETTY_FOLDER, folder.toString());
        }
    }

    /** Writes the content of an archive to a folder. */
    @FunctionalInterface
    interface Unpacker {
        void unpack(InputStream archive, Path target) throws IOException;
    }

    /** Unpacks an archive unless it is unpacked already; returns its folder. */
    Path unpack(String name, InputStream archive, Unpacker unpacker) throws IOException {
        byte[] content = archive.readAllBytes();
        Path home = folder.resolve(name + "-" + digest(content));
        if (isComplete(home)) {
            return home;
        }
        Path temporary = folder.resolve(TEMPORARY_PREFIX + UUID.randomUUID());
        try {
            PrivateFiles.folder(temporary);
            unpacker.unpack(new ByteArrayInputStream(content), temporary);
            Files.writeString(temporary.resolve(SIZE_FILE), Long.toString(size(temporary)));
            move(temporary, home);
        } finally {
            FileSystemUtils.deleteRecursively(temporary);
        }
        return home;
    }

    /** Keeps a complete folder that another process created meanwhile. */
    private static void move(Path temporary, Path home) throws IOException {
        if (isComplete(home)) {
            return;
        }
        FileSystemUtils.deleteRecursively(home);
        try {
            Files.move(temporary, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isComplete(home)) {
                throw e;
            }
        }
    }

    private static boolean isComplete(Path home) throws IOException {
        Path sizeFile = home.resolve(SIZE_FILE);
        return Files.isRegularFile(sizeFile) && Files.readString(sizeFile).equals(Long.toString(size(home)));
    }

    /** The total size of all files but the size file, in bytes. */
    private static long size(Path home) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += file.endsWith(SIZE_FILE) ? 0 : Files.size(file);
            }
        }
        return size;
    }

    private static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_LENGTH);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Unpacks a tar archive compressed with xz. */
    static void untar(InputStream archive, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (!target.startsWith(folder)) {
                    throw new IOException("archive entry outside the target folder: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(parent(target));
                if (entry.isSymbolicLink() || entry.isLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    if (parent(target).endsWith("bin")) {
                        makeExecutable(target);
                    }
                }
            }
        }
    }

    /** Writes a single executable. */
    static Unpacker executable(String name) {
        return (archive, folder) -> {
            Path target = folder.resolve(name);
            Files.copy(archive, target);
            makeExecutable(target);
        };
    }

    private static void makeExecutable(Path file) throws IOException {
        if (!file.toFile().setExecutable(true, true)) {
            throw new IOException("cannot make " + file + " executable");
        }
    }

    private static Path parent(Path file) throws FileNotFoundException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new FileNotFoundException(file + " has no parent folder");
        }
        return parent;
    }

    /** Deletes incomplete folders of a killed process; not allowed while another process may be unpacking. */
    void deleteIncomplete() throws IOException {
        try (DirectoryStream<Path> incomplete = Files.newDirectoryStream(folder, TEMPORARY_PREFIX + "*")) {
            for (Path each : incomplete) {
                FileSystemUtils.deleteRecursively(each);
            }
        }
    }
}
