package stockledger.standalone.servers;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The unpacked PostgreSQL binaries, and the command lines to run them. */
final class PostgresBinaries {

    private final Path home;

    private PostgresBinaries(Path home) {
        this.home = home;
    }

    static PostgresBinaries in(BinaryFolder binaries) throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "Darwin" : "Linux";
        String arch = System.getProperty("os.arch");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(os, arch)) {
            return new PostgresBinaries(binaries.unpack("postgres", archive, BinaryFolder::untar));
        } catch (IllegalStateException e) {
            throw new StartFailedException("this jar contains no PostgreSQL binaries for " + os + " on " + arch, e);
        }
    }

    /** Explains a missing permission of a process started by root; empty in all other cases. */
    static String hintForRoot(String error) {
        return LinuxUtils.isUnshareAvailable() && error.contains("ermission denied")
                ? " (PostgreSQL was started by root, but runs without root's privileges: all parent folders must belong to root"
                        + " or be accessible to all users)"
                : "";
    }

    /**
     * The command line of a program. PostgreSQL refuses to run as root, so for root it runs in a new user namespace, where
     * it accesses root's files as their owner but has no privileges.
     */
    List<String> command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
