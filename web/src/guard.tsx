// A part of the page that cannot be drawn says so; the rest stays.
import { Component, type ComponentChildren } from "preact";

interface Props { children: ComponentChildren }

export class Guard extends Component<Props, { error: string | null }> {
  override state = { error: null };

  static override getDerivedStateFromError(error: unknown) {
    return { error: String(error) };
  }

  override componentDidCatch(error: unknown) {
    console.error(error);
  }

  /** Something else is to be drawn, such as another arm. */
  override componentDidUpdate(before: Props) {
    if (this.state.error !== null && before.children !== this.props.children) this.setState({ error: null });
  }

  render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return <p class="alert" role="alert">This part of the page could not be drawn ({error}). 本页此部分无法绘制（{error}）。</p>;
  }
}
