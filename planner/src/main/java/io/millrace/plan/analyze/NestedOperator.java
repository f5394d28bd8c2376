package io.millrace.plan.analyze;

import static java.util.Objects.requireNonNull;

import io.millrace.api.types.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCallBinding;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLambda;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperandCountRange;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.type.FunctionSqlType;
import org.apache.calcite.sql.type.SqlOperandCountRanges;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.SqlLambdaScope;
import org.apache.calcite.sql.validate.SqlValidator;

/** A function over nested values, in one or more forms, of which the first that fits is taken. */
public final class NestedOperator extends SqlFunction {
  private final List<NestedSignature> signatures;
  private final Optional<SqlFunction> otherwise;

  /**
   * @param otherwise the function of that name over values that are not nested
   */
  NestedOperator(String name, List<NestedSignature> signatures, Optional<SqlFunction> otherwise) {
    super(
        name,
        SqlKind.OTHER_FUNCTION,
        null,
        null,
        new Checker(signatures),
        SqlFunctionCategory.SYSTEM);
    this.signatures = List.copyOf(signatures);
    this.otherwise = otherwise;
  }

  /**
   * The form that a call takes.
   *
   * @param bound what its variables stand for, with what lambdas give
   */
  public record Form(NestedSignature signature, Map<String, RelDataType> bound) {}

  /** What an argument is made before the call; of a lambda what it gives. */
  public DataType parameterType(Form form, int index, RelDataTypeFactory factory) {
    return SqlTypes.toDataType(
        NestedPattern.type(form.signature().parameter(index), form.bound(), factory));
  }

  /** What a lambda is called with. */
  public List<DataType> lambdaTypes(Form form, int index, RelDataTypeFactory factory) {
    NestedPattern.Lambda pattern = (NestedPattern.Lambda) form.signature().parameter(index);
    return pattern.parameters().stream()
        .map(one -> SqlTypes.toDataType(NestedPattern.type(one, form.bound(), factory)))
        .toList();
  }

  /** Whether a parameter of a lambda stands for what it uses of the row around it. */
  public static boolean isCaptured(String parameter) {
    return parameter.startsWith(LambdaCaptures.PREFIX);
  }

  List<String> signatureTexts() {
    return signatures.stream()
        .map(signature -> signature.text(getName().toLowerCase(java.util.Locale.ROOT)))
        .toList();
  }

  /** The function to call instead, if the first argument is not nested. */
  public Optional<SqlFunction> otherwise(RelDataType first) {
    boolean nested =
        first.isStruct() || first.getComponentType() != null || first.getKeyType() != null;
    return nested ? Optional.empty() : otherwise;
  }

  @Override
  public RelDataType inferReturnType(SqlOperatorBinding binding) {
    Optional<SqlFunction> other =
        binding.getOperandCount() == 0 ? Optional.empty() : otherwise(binding.getOperandType(0));
    if (other.isPresent()) {
      return other.get().inferReturnType(binding);
    }
    List<RelDataType> types = new ArrayList<>();
    for (RelDataType type : binding.collectOperandTypes()) {
      types.add(type instanceof FunctionSqlType function ? function.getReturnType() : type);
    }
    int captured = binding instanceof SqlCallBinding call ? captured(call.getCall()) : 0;
    Form form =
        form(types.subList(0, types.size() - captured), List.of(), binding.getTypeFactory())
            .orElseThrow(() -> new IllegalStateException("no form of " + getName() + types));
    return NestedPattern.type(form.signature().result(), form.bound(), binding.getTypeFactory());
  }

  /**
   * The form for arguments of these types, those of lambdas being what they give.
   *
   * @param arities how many parameters each lambda has; empty if that does not matter
   */
  public Optional<Form> form(
      List<RelDataType> types, List<Integer> arities, RelDataTypeFactory factory) {
    for (NestedSignature signature : signatures) {
      if (!signature.takes(types.size())) {
        continue;
      }
      Optional<Map<String, RelDataType>> bound = signature.bind(types, factory);
      if (bound.isEmpty()) {
        continue;
      }
      boolean fits = true;
      for (int i = 0; i < types.size(); i++) {
        if (signature.parameter(i) instanceof NestedPattern.Lambda lambda) {
          fits &= arities.isEmpty() || arities.get(i) == lambda.parameters().size();
          fits &= NestedPattern.bind(lambda.result(), types.get(i), bound.get(), factory);
        }
      }
      if (fits) {
        return Optional.of(new Form(signature, bound.get()));
      }
    }
    return Optional.empty();
  }

  @Override
  public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
    SqlCall call = binding.getCall();
    if (call.operandCount() > 0 && !(call.operand(0) instanceof SqlLambda)) {
      Optional<SqlFunction> other = otherwise(binding.getOperandType(0));
      if (other.isPresent()) {
        return requireNonNull(other.get().getOperandTypeChecker())
            .checkOperandTypes(binding, throwOnFailure);
      }
    }
    for (NestedSignature signature : signatures) {
      if (fits(signature, binding)) {
        return true;
      }
    }
    if (throwOnFailure) {
      throw binding.newValidationSignatureError();
    }
    return false;
  }

  private static boolean fits(NestedSignature signature, SqlCallBinding binding) {
    SqlCall call = binding.getCall();
    int count = call.operandCount() - captured(call);
    if (!signature.takes(count)) {
      return false;
    }
    List<RelDataType> types = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      boolean lambda = signature.parameter(i) instanceof NestedPattern.Lambda;
      if (lambda != call.operand(i) instanceof SqlLambda) {
        return false;
      }
      types.add(binding.getOperandType(i));
    }
    Optional<Map<String, RelDataType>> bound = signature.bind(types, binding.getTypeFactory());
    return bound.isPresent()
        && (!signature.hasLambda() || typeLambdas(signature, binding, bound.get(), count));
  }

  /** Gives parameters of lambdas their types; twice, since what one gives may widen another's. */
  private static boolean typeLambdas(
      NestedSignature signature,
      SqlCallBinding binding,
      Map<String, RelDataType> bound,
      int count) {
    RelDataTypeFactory factory = binding.getTypeFactory();
    Map<String, RelDataType> before = new HashMap<>();
    for (int round = 0; round < 3 && !before.equals(bound); round++) {
      before = new HashMap<>(bound);
      for (int i = 0; i < count; i++) {
        if (!(signature.parameter(i) instanceof NestedPattern.Lambda pattern)) {
          continue;
        }
        SqlLambda lambda = binding.getCall().operand(i);
        if (lambda.getParameters().size() - capturedBy(lambda) != pattern.parameters().size()) {
          return false;
        }
        RelDataType result = typed(lambda, pattern, binding, bound, count);
        if (!NestedPattern.bind(pattern.result(), result, bound, factory)) {
          return false;
        }
      }
    }
    return true;
  }

  private static RelDataType typed(
      SqlLambda lambda,
      NestedPattern.Lambda pattern,
      SqlCallBinding binding,
      Map<String, RelDataType> bound,
      int count) {
    SqlValidator validator = binding.getValidator();
    SqlLambdaScope scope = (SqlLambdaScope) validator.getLambdaScope(lambda);
    int own = pattern.parameters().size();
    for (int k = 0; k < lambda.getParameters().size(); k++) {
      RelDataType type =
          k < own
              ? NestedPattern.type(pattern.parameters().get(k), bound, binding.getTypeFactory())
              : binding.getOperandType(count + k - own);
      scope.getParameterTypes().put(lambda.getParameters().get(k).toString(), type);
    }
    lambda.accept(new TypeRemover(validator));
    validator.validateLambda(lambda);
    return ((FunctionSqlType) validator.getValidatedNodeType(lambda)).getReturnType();
  }

  /** How many arguments at the end are there for what lambdas use of the row. */
  private static int captured(SqlCall call) {
    int captured = 0;
    for (SqlNode operand : call.getOperandList()) {
      captured = operand instanceof SqlLambda lambda ? capturedBy(lambda) : captured;
    }
    return captured;
  }

  private static int capturedBy(SqlLambda lambda) {
    int captured = 0;
    for (SqlNode parameter : lambda.getParameters()) {
      captured += LambdaCaptures.isCaptured((SqlIdentifier) parameter) ? 1 : 0;
    }
    return captured;
  }

  /** Forgets types that were found before those of the parameters were known. */
  private static final class TypeRemover extends SqlBasicVisitor<Void> {
    private final SqlValidator validator;

    private TypeRemover(SqlValidator validator) {
      this.validator = validator;
    }

    @Override
    @SuppressWarnings("NullAway")
    public Void visit(SqlIdentifier id) {
      validator.removeValidatedNodeType(id);
      return super.visit(id);
    }

    @Override
    @SuppressWarnings("NullAway")
    public Void visit(SqlCall call) {
      validator.removeValidatedNodeType(call);
      return super.visit(call);
    }
  }

  /** Says how many arguments there can be; types are the operator's to check. */
  private record Checker(List<NestedSignature> signatures) implements SqlOperandTypeChecker {
    @Override
    public boolean checkOperandTypes(SqlCallBinding binding, boolean throwOnFailure) {
      return binding.getOperator().checkOperandTypes(binding, throwOnFailure);
    }

    @Override
    public SqlOperandCountRange getOperandCountRange() {
      int least = signatures.stream().mapToInt(one -> one.parameters().size()).min().orElseThrow();
      boolean open = signatures.stream().anyMatch(one -> one.variadic() || one.hasLambda());
      int most = signatures.stream().mapToInt(one -> one.parameters().size()).max().orElseThrow();
      return open ? SqlOperandCountRanges.from(least) : SqlOperandCountRanges.between(least, most);
    }

    @Override
    public String getAllowedSignatures(SqlOperator operator, String name) {
      return signatures.stream().map(one -> one.text(name)).collect(Collectors.joining("\n"));
    }
  }
}
