package stockledger.standalone.servers;

import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The servers' programs, unpacked from the jar once. A folder here is named for its content and appears whole or not
 * at all, so that it may be shared; one that lost something later is unpacked again. Nothing is put into a folder that
 * other users may write, such as the machine's temporary one: these programs are run.
 */
final class Programs {

    private static final String COMPLETE = "complete";
    private static final int DIGEST_LETTERS = 16;

    private final Path folder;

    Programs(Path folder) throws IOException {
        this.folder = PrivateFiles.folder(folder).toRealPath();
    }

    /** How an archive becomes files. */
    @FunctionalInterface
    interface Unpacking {
        void unpack(InputStream archive, Path into) throws IOException;
    }

    /** Where the content of the archive is, unpacked now or before. */
    Path unpacked(String name, InputStream archive, Unpacking unpacking) throws IOException {
        byte[] content = archive.readAllBytes();
        Path home = folder.resolve(name + "-" + digest(content));
        if (isComplete(home)) {
            return home;
        }
        Path fresh = folder.resolve(".unpacking-" + UUID.randomUUID());
        try {
            PrivateFiles.folder(fresh);
            unpacking.unpack(new ByteArrayInputStream(content), fresh);
            Files.writeString(fresh.resolve(COMPLETE), Long.toString(size(fresh)));
            moveTo(home, fresh);
        } finally {
            PrivateFiles.deleteTree(fresh);
        }
        return home;
    }

    /** Another Stockledger may have been faster, which is as good. */
    private static void moveTo(Path home, Path fresh) throws IOException {
        if (isComplete(home)) {
            return;
        }
        PrivateFiles.deleteTree(home);
        try {
            Files.move(fresh, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!isComplete(home)) {
                throw e;
            }
        }
    }

    private static boolean isComplete(Path home) throws IOException {
        Path complete = home.resolve(COMPLETE);
        return Files.isRegularFile(complete) && Files.readString(complete).equals(Long.toString(size(home)));
    }

    /** Bytes of all files but the one that says how many they are. */
    private static long size(Path home) throws IOException {
        long size = 0;
        try (Stream<Path> files = Files.walk(home)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                size += file.endsWith(COMPLETE) ? 0 : Files.size(file);
            }
        }
        return size;
    }

    private static String digest(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return HexFormat.of().formatHex(digest).substring(0, DIGEST_LETTERS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A tar archive, packed with xz. */
    static void untar(InputStream archive, Path into) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(archive))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = into.resolve(entry.getName()).normalize();
                if (!target.startsWith(into)) {
                    throw new IOException("an entry leads out of the archive: " + entry.getName());
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
                    makeExecutable(target, parent(target).endsWith("bin"));
                }
            }
        }
    }

    /** One file that is a program. */
    static Unpacking program(String name) {
        return (archive, into) -> {
            Path target = into.resolve(name);
            Files.copy(archive, target);
            makeExecutable(target, true);
        };
    }

    private static void makeExecutable(Path file, boolean program) throws IOException {
        if (program && !file.toFile().setExecutable(true, true)) {
            throw new IOException("cannot be made executable: " + file);
        }
    }

    private static Path parent(Path file) throws FileNotFoundException {
        Path parent = file.getParent();
        if (parent == null) {
            throw new FileNotFoundException(file + " is in no folder");
        }
        return parent;
    }

    /** Deletes what a killed process left half unpacked; only when nobody else can be unpacking. */
    void clear() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> halves = all.filter(path -> path.getFileName().toString().startsWith(".unpacking-"))
                    .toList();
            for (Path half : halves) {
                PrivateFiles.deleteTree(half);
            }
        }
    }
}
