/** Words from which names are composed, and how a language joins them. No real artist is listed. */
export type Lexicon = {
  /** Share of artists who sing in this language. */
  readonly weight: number;
  readonly descriptions: readonly string[];
  readonly things: readonly string[];
  /** Patterns of titles: D is a description, T a thing, U another thing. */
  readonly titles: readonly string[];
  /** Patterns of artist names, with N for an invented name. */
  readonly artists: readonly string[];
};

const list = (words: string): readonly string[] => words.split(' ');

export const lexicons: readonly Lexicon[] = [
  {
    weight: 74,
    descriptions: list(
      'Amber Hollow Electric Paper Silver Quiet Broken Golden Distant Velvet Burning Frozen Lonely Neon Crooked Gentle Midnight Copper Restless Faded',
    ),
    things: list(
      'River Lantern Harbor Window Mirror Summer Engine Garden Shadow Signal Thunder Letter Station Ocean Feather Highway Echo Tower Morning Orchard Comet Winter Machine Bridge',
    ),
    titles: [
      'D T',
      'T',
      'D T',
      'The D T',
      'T and U',
      'No More T',
      'Under the T',
      'D',
      'T in the U',
      'My D T',
      'T (D Mix)',
      'T 12" Cut',
      "Don't Wake the T",
      'D T, D U',
      'T \\ U',
      'Give Me T',
    ],
    artists: ['N N', 'The D T', 'N', 'D T', 'N & the T', 'N T', 'T Club', 'MC N', 'N Quartet'],
  },
  {
    weight: 8,
    descriptions: list('Eterno Perdido Pequeño Último Rojo Lejano Sueño Corazón'),
    things: list('Canción Mañana Niño Luna Montaña Camino Lluvia Estación Año Fuego Jardín'),
    titles: ['T D', 'Mi T', 'La T y la U', '¿Dónde Está la T?', 'T'],
    artists: ['N Muñoz', 'Los T', 'N y la T', 'Señor N', 'N'],
  },
  {
    weight: 4,
    descriptions: list('Étoilé Oublié Léger Perdu Doré Désolé'),
    things: list('Été Forêt Rêve Nuit Fenêtre Île Château Cœur Neige Légende'),
    titles: ['T D', "L'autre T", 'T et U', 'Sans T', 'T'],
    artists: ['Les T', 'N Lefèvre', 'N et N', 'Théâtre N'],
  },
  {
    weight: 4,
    descriptions: list('Müde Schöne Späte Grüne Stille Große'),
    things: list('Straße Brücke Nächte Träume Wälder Küste Türme Flüsse'),
    titles: ['D T', 'T und U', 'Über die T', 'T'],
    artists: ['N Krüger', 'Die D T', 'N und N', 'N'],
  },
  {
    weight: 4,
    descriptions: list('Distante Perdido Dourado Ligeiro Só'),
    things: list('Coração Verão Saudade Avião Canção Manhã Chão Limão'),
    titles: ['T D', 'T e U', 'Meu T', 'T'],
    artists: ['N Simões', 'Os T', 'Trio N', 'N'],
  },
  {
    weight: 3,
    descriptions: list('青い 静かな 遠い 夜の 春の 最後の'),
    things: list('空 街 海 手紙 約束 電車 花火 月 雨音 メロディ'),
    titles: ['DT', 'TとU', 'DTのU', 'T'],
    artists: ['DT', 'T計画', 'Nバンド', 'ザ・T'],
  },
  {
    weight: 1.5,
    descriptions: list('الجميل البعيد القديم الهادئ'),
    things: list('القمر البحر الليل الطريق الحلم المطر'),
    titles: ['T D', 'T و U', 'يا T', 'T'],
    artists: ['فرقة T', 'نجوم T', 'T D'],
  },
  {
    weight: 1.5,
    descriptions: list('푸른 조용한 마지막 작은'),
    things: list('바다 하늘 편지 여름 별빛 골목'),
    titles: ['D T', 'T', 'T와 U'],
    artists: ['D T', 'T 클럽', 'N'],
  },
];

export const nameStarts = list('Ka Mo Lu Ve Ta Ori Sel Bran Ny Jor Dal Fe Zu Hav Ile Quin Ro Sa');
export const nameEnds = list('ra nel vik lo mira dan seph tuk wyn lena rosk mi thar bel zio den');

export const genres = list(
  'pop rock hip-hop electronic indie latin r&b metal jazz folk classical ambient',
);
