/** Commands that stand for a text, as `name text` pairs between white space. */
const LETTERS = `
i ı j ȷ ae æ AE Æ oe œ OE Œ aa å AA Å o ø O Ø l ł L Ł ss ß SS ẞ dh ð DH Ð dj đ DJ Đ eth ð th þ TH Þ ng ŋ NG Ŋ ij ĳ IJ Ĳ
textschwa ə textdotlessi ı lj ǉ nj ǌ
alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ nu ν
xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
textalpha α textbeta β textgamma γ textdelta δ textepsilon ε textmu µ textomega ω textOmega Ω textpi π textlambda λ
hbar ℏ ell ℓ Re ℜ Im ℑ aleph ℵ wp ℘ angstrom Å
`;
const MARKS = `
textquoteleft ‘ textquoteright ’ textquotedblleft “ textquotedblright ” quotesinglbase ‚ quotedblbase „ glqq „ grqq “
glq ‚ grq ‘ flqq « frqq » flq ‹ frq › guillemotleft « guillemotright » guillemetleft « guillemetright »
guilsinglleft ‹ guilsinglright › textquotesingle ' textquotedbl " lq ‘ rq ’ textasciigrave \` textasciiacute ´
textendash – textemdash — textemdash — textellipsis … ldots … dots … cdots ⋯ dotsc … textbullet • bullet •
textperiodcentered · cdotp · textexclamdown ¡ textquestiondown ¿ S § textsection § P ¶ textparagraph ¶ dag † ddag ‡
textdagger † textdaggerdbl ‡ copyright © textcopyright © textregistered ® textservicemark ℠ texttrademark ™ pounds £
textsterling £ euro € EUR € texteuro € textcent ¢ textyen ¥ textcurrency ¤ textdollar $ textpercent % textampersand &
textunderscore _ textbackslash \\ backslash \\ textasciitilde ~ textasciicircum ^ textbar | textbraceleft { textbraceright }
lbrace { rbrace } textless < textgreater > textnumero № textnumbersign # textordfeminine ª textordmasculine º
textonehalf ½ textonequarter ¼ textthreequarters ¾ textonesuperior ¹ texttwosuperior ² textthreesuperior ³
textdegree ° degree ° celsius ℃ textmusicalnote ♪ checkmark ✓ textvisiblespace ␣ textasteriskcentered ∗ textbrokenbar ¦
LaTeX LaTeX TeX TeX LaTeXe LaTeX2ε BibTeX BibTeX XeTeX XeTeX and &
`;
const SIGNS = `
times × div ÷ pm ± mp ∓ cdot · ast ∗ star ⋆ circ ∘ sim ~ simeq ≃ approx ≈ cong ≅ equiv ≡ neq ≠ ne ≠ leq ≤ le ≤ geq ≥ ge ≥
ll ≪ gg ≫ lt < gt > lesssim ≲ gtrsim ≳ propto ∝ infty ∞ partial ∂ nabla ∇ sum ∑ prod ∏ int ∫ oint ∮ surd √ sqrt √ in ∈
notin ∉ ni ∋ subset ⊂ supset ⊃ subseteq ⊆ supseteq ⊇ cup ∪ cap ∩ emptyset ∅ varnothing ∅ forall ∀ exists ∃ neg ¬ lnot ¬
textlnot ¬ wedge ∧ vee ∨ land ∧ lor ∨ oplus ⊕ otimes ⊗ perp ⊥ parallel ∥ mid | angle ∠ triangle △ prime ′ dagger † ddagger ‡
to → rightarrow → longrightarrow ⟶ textrightarrow → leftarrow ← gets ← textleftarrow ← leftrightarrow ↔ uparrow ↑
downarrow ↓ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ mapsto ↦ langle ⟨ rangle ⟩ lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉
textpm ± texttimes × textdiv ÷ textminus − textmultiply × odot ⊙ sharp ♯ flat ♭ natural ♮ vdash ⊢ top ⊤ bot ⊥
log log ln ln exp exp sin sin cos cos tan tan max max min min lim lim sup sup inf inf det det dim dim ker ker deg deg gcd gcd
`;

export const SYMBOLS: ReadonlyMap<string, string> = new Map(
  [LETTERS, MARKS, SIGNS].flatMap((table) => {
    const words = table.trim().split(/\s+/);
    return Array.from({ length: words.length / 2 }, (_, i): [string, string] => [
      words[2 * i] ?? '',
      words[2 * i + 1] ?? '',
    ]);
  }),
);

/** Commands of one character that is no letter. What is in neither table stands for its character. */
export const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\n'],
  [',', ' '],
  [':', ' '],
  [';', ' '],
  ['>', ' '],
  ['!', ''],
  ['/', ''],
  ['-', ''],
  ['@', ''],
  ['(', ''],
  [')', ''],
  ['[', ''],
  [']', ''],
  ['\n', ' '],
]);

/** Commands that say how something looks, or nothing: what they enclose stays. */
export const SILENT: ReadonlySet<string> = new Set(
  (
    'textit textbf textrm textsf texttt textsc textsl textup textmd textnormal emph mkbibemph mkbibitalic mkbibbold mkbibquote ' +
    'strong uline underline it itshape sl slshape em bf bfseries sc scshape rm rmfamily sf sffamily tt ttfamily up upshape ' +
    'md mdseries normalfont mathrm mathit mathbf mathsf mathtt mathcal mathfrak mathbb mathscr boldsymbol bm mbox hbox text ensuremath ' +
    'operatorname textsuperscript textsubscript textormath left right big Big bigl bigr relax protect noindent par bgroup ' +
    'egroup begingroup endgroup nobreak allowbreak linebreak newline nolinkurl url path uppercase lowercase MakeUppercase ' +
    'MakeLowercase selectlanguage foreignlanguage bibinfo displaystyle textstyle scriptstyle limits small footnotesize ' +
    'large tiny normalsize mathop mathord xspace null hfill hskip textnohyphenation nohyphens bibstring texorpdfstring'
  ).split(' '),
);

/** Commands whose first argument is not to be read: it sorts, or says where a link leads, or in which language. */
export const DROPS_FIRST: ReadonlySet<string> = new Set(
  'noopsort noop sortnoop printfirst href foreignlanguage selectlanguage bibinfo hskip hspace vspace color textcolor switchargs'.split(
    ' ',
  ),
);

/** Spaces of a name. */
export const SPACES: ReadonlySet<string> = new Set(['quad', 'qquad', 'space', 'thinspace', 'enspace', 'nobreakspace']);

export const SUPERSCRIPTS: ReadonlyMap<string, string> = pairs('0⁰1¹2²3³4⁴5⁵6⁶7⁷8⁸9⁹+⁺-⁻−⁻=⁼(⁽)⁾iⁱnⁿ');
export const SUBSCRIPTS: ReadonlyMap<string, string> = pairs(
  '0₀1₁2₂3₃4₄5₅6₆7₇8₈9₉+₊-₋−₋=₌(₍)₎aₐeₑoₒxₓhₕkₖlₗmₘnₙpₚsₛtₜ',
);

function pairs(text: string): Map<string, string> {
  const characters = [...text];
  return new Map(
    Array.from({ length: characters.length / 2 }, (_, i) => [characters[2 * i] ?? '', characters[2 * i + 1] ?? '']),
  );
}
