package stockledger.standalone.servers;

import io.zonky.test.db.postgres.embedded.DefaultPostgresBinaryResolver;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** PostgreSQL's programs, and how they are called by whoever runs Stockledger. */
final class PostgresPrograms {

    private final Path home;

    private PostgresPrograms(Path home) {
        this.home = home;
    }

    static PostgresPrograms in(Programs programs) throws IOException {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac") ? "Darwin" : "Linux";
        String arch = System.getProperty("os.arch");
        try (InputStream archive = DefaultPostgresBinaryResolver.INSTANCE.getPgBinary(os, arch)) {
            return new PostgresPrograms(programs.unpacked("postgres", archive, Programs::untar));
        } catch (IllegalStateException e) {
            throw new CannotStart("this jar has no PostgreSQL for " + os + " on " + arch, e);
        }
    }

    /** What a refusal may come from, for whoever started it as root; nothing for everybody else. */
    static String hintForRoot(String refusal) {
        return LinuxUtils.isUnshareAvailable() && refusal.contains("ermission denied")
                ? " (started by root it has none of root's powers: every folder above must be root's, or open)"
                : "";
    }

    /**
     * A call of one of the programs. PostgreSQL refuses to run as root: started by root, it runs in a user namespace
     * where it is nobody, with root's files and none of root's powers.
     */
    List<String> call(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        if (LinuxUtils.isUnshareAvailable()) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        return command;
    }
}
