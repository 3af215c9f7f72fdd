package stockledger.trials.acceptance;

import java.nio.file.Path;

/**
 * How a run calls what it does, so that each effect can be found again: by the same run later, and after a lost answer.
 *
 * @param run 1 to 40 letters, digits, dots, underscores or hyphens
 * @param location where all stock is kept
 */
record Names(String run, String location) {

    private static final int LONGEST_RUN = 40;

    Names {
        if (!run.matches("[A-Za-z0-9._-]{1," + LONGEST_RUN + "}")) {
            throw new IllegalArgumentException(
                    "a run's name is 1 to 40 letters, digits, dots, underscores or hyphens: " + run);
        }
        if (!location.matches("[A-Za-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException(
                    "a location is 1 to 64 letters, digits, dots, underscores or hyphens: " + location);
        }
    }

    /** The file's name without its ending, so that a later check of the same file finds what was played. */
    static String runOf(Path file) {
        String name =
                String.valueOf(file.getFileName()).replaceFirst("\\.[^.]*$", "").replaceAll("[^A-Za-z0-9._-]", "-");
        return name.substring(0, Math.min(name.length(), LONGEST_RUN));
    }

    String reservation(String invoice) {
        return run + "-" + invoice;
    }

    String openingReference(String sku) {
        return run + "/opening/" + sku;
    }

    String rowReference(DayRow row) {
        return run + "/" + row.invoice() + "/" + row.line();
    }
}
