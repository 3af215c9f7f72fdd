package stockledger.command.http;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.ElementKind;
import jakarta.validation.Path;

/** Says which member of a body is out of its bounds, by the same paths as one that could not be read. */
final class UnfitMember {

    private static final String NAME_WITHIN = "<map key>";

    private UnfitMember() {}

    static Problem.Member of(ConstraintViolation<?> violation) {
        StringBuilder path = new StringBuilder();
        boolean name = false;
        for (Path.Node node : violation.getPropertyPath()) {
            boolean inside = node.getKind() == ElementKind.CONTAINER_ELEMENT;
            name = inside && NAME_WITHIN.equals(node.getName());
            if (node.getIndex() != null) {
                path.append('[').append(node.getIndex()).append(']');
            } else if (node.getKey() != null && !name) {
                path.append('.').append(node.getKey());
            }
            if (!inside && node.getName() != null) {
                path.append(path.isEmpty() ? "" : ".").append(node.getName());
            }
        }
        // A name that is wrong is no place to point at: the member that has it is.
        String detail = name ? "a name in it " + violation.getMessage() : violation.getMessage();
        return new Problem.Member(path.toString(), "invalid-value", detail);
    }
}
